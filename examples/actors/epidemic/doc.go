// Package epidemic simulates an infection that spreads among people who know each other,
// and what contact tracing does about it. Each person is a model of a discrete-event
// simulation, and so is the registry that counts.
//
// Who knows whom is a small world (Watts and Strogatz, 1998): a ring in which everyone
// knows the nearest, with some ties moved to random people. The course of the infection
// is susceptible, exposed, infectious, recovered (SEIR). All figures in Params are round
// ones, of the order of those for a respiratory infection; they are those of no real one.
package epidemic
