// Package figures is what the examples share that measure: statistics, and pages that say
// where their figures come from.
package figures
