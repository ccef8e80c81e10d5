package main

// The tests of conc and puddle, which are run as suites, import it.
import _ "github.com/stretchr/testify/require"
