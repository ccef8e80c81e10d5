module github.com/diatomic-go/diatomic

go 1.25.0
