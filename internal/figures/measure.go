package figures

import (
	"context"
	"io"
	"strings"
)

// Measure publishes what measure writes, below where it comes from. It looks at the page
// first, so that nothing is measured in vain.
func Measure(stdout io.Writer, page, command string, runs int, measure func(b *strings.Builder) error) error {
	if err := Check(page); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(Origin(command, runs))
	if err := measure(&b); err != nil {
		return err
	}
	return Publish(stdout, page, b.String())
}

// InTurns calls one for each of the ways, and that again for each run: what disturbs the
// machine then disturbs all ways. It ends early with an error, or with ctx.
func InTurns(ctx context.Context, ways, runs int, one func(way int) error) error {
	for run := range runs {
		for i := range ways {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := one((i + run) % ways); err != nil {
				return err
			}
		}
	}
	return nil
}
