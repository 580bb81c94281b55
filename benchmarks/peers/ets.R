# Automatic ETS of R's forecast package, as a peer of the benchmark "smoothing".
# Usage: Rscript ets.R SERIES.csv PERIOD: one series a line, values separated by commas.
# Prints the mean CPU seconds a series, and the package's version.
arguments <- commandArgs(trailingOnly = TRUE)
suppressMessages(library(forecast))
lines <- strsplit(readLines(arguments[1]), ",")
period <- as.integer(arguments[2])
invisible(ets(ts(as.numeric(lines[[1]])[1:60], frequency = 4)))
seconds <- sapply(lines, function(line) {
  series <- ts(as.numeric(line), frequency = period)
  sum(system.time(forecast(ets(series), h = 48))[1:2])
})
cat(mean(seconds), as.character(packageVersion("forecast")), "\n")
