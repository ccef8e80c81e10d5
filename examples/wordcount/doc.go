// Wordcount counts the words of a directory tree: goroutines scan its files, and hand
// their words to one consumer that counts them.
//
//	go run github.com/diatomic-go/diatomic/examples/wordcount [flags] [directory]
//
// Without a directory it reads the source of the Go tree, at $(go env GOROOT)/src.
//
// There are three ways to hand them over, and -via all compares their rates:
//
//	-via slots  Each producer has a slot of its own (slot.go), a mailbox for one
//	            message that never blocks by itself. A diatomic.WakeSink makes it
//	            something to wait for: the consumer waits on one sink until any slot is
//	            full, each producer on its own until its slot is free.
//	-via mpsc   A channel of package mpsc, from which the consumer takes all there is
//	            at once (queue.go).
//	-via chan   A Go channel (channel.go).
//
// A message is a batch of words, or a part of one. The larger it is, the less the way
// counts: see -batch.
//
// # What is counted
//
// A word is a maximal run of Unicode letters, marks, digits and underscores, in UTF-8;
// its case matters. Bytes that are not UTF-8 stand between words, as any other character
// does. Of a word longer than 256 bytes, the first 256 count. The length of a line plays
// no role.
//
// Regular files are read, whatever their names. A file with a zero byte among its first
// 8000 is binary and left out. Symbolic links below the directory are not followed; they,
// pipes, sockets and devices are passed over. A file or directory that can't be read is
// reported and skipped; of a file that fails half-way, the words before count.
//
// # Exit codes
//
//	0    done, even if files had to be skipped
//	1    the directory can't be read, -verify or -via all found a difference, or the
//	     output failed
//	2    wrong flags or arguments
//	130  interrupted; what the producers had handed over by then is counted and printed
//
// (go run itself prints any of the last three and exits with 1.)
package main
