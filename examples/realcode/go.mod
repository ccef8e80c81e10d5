module github.com/diatomic-go/diatomic/examples/realcode

go 1.26.3

tool github.com/diatomic-go/diatomic/interleave/cmd/interleave

require (
	code.cloudfoundry.org/go-diodes v0.0.0-20231113191959-85adc333ee36
	github.com/Workiva/go-datastructures v1.1.7
	github.com/alitto/pond/v2 v2.7.1
	github.com/alphadose/haxmap v1.4.0
	github.com/diatomic-go/diatomic v0.0.0
	github.com/jackc/puddle/v2 v2.2.3
	github.com/marusama/semaphore/v2 v2.5.0
	github.com/panjf2000/ants/v2 v2.12.1
	github.com/panjf2000/gnet/v2 v2.9.7
	github.com/puzpuzpuz/xsync/v4 v4.5.0
	github.com/sourcegraph/conc v0.3.0
	github.com/stretchr/testify v1.10.0
	golang.org/x/sync v0.25.0
	gvisor.dev/gvisor v0.0.0-20260905035102-160fafc42237
)

require (
	github.com/davecgh/go-spew v1.1.2-0.20180830191138-d8f796af33cc // indirect
	github.com/kr/text v0.2.0 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	golang.org/x/exp v0.0.0-20250711185948-6ae5c78190dc // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)

replace github.com/diatomic-go/diatomic => ../../
