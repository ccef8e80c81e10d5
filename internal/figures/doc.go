// Package figures is shared by the examples that measure: it has statistics, and pages
// that say where their figures come from.
package figures
