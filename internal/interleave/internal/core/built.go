package core

// Remedy says how to run models with the overlay.
const Remedy = "run its models by go run ./internal/interleave/cmd/interleave [-dir module] package-directory -run TestModel, or by package overlay in a test"
