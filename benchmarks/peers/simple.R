# Runs one of forecast's simple methods on series and says what it cost and found.
# Usage: Rscript simple.R SERIES.csv HORIZON METHOD      METHOD: ses, damped, theta
# SERIES.csv holds one line a series: period, then the values. One line of output a series: CPU seconds, then the
# forecasts, then the bounds lo-95, lo-80, hi-80 and hi-95, HORIZON numbers each.
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
horizon <- as.integer(arguments[2])
method <- list(
  ses = function(y) ses(y, h = horizon, level = c(80, 95)),
  damped = function(y) holt(y, h = horizon, damped = TRUE, level = c(80, 95)),
  theta = function(y) thetaf(y, h = horizon, level = c(80, 95)))[[arguments[3]]]
for (line in readLines(arguments[1])) {
  numbers <- as.numeric(strsplit(line, ",")[[1]])
  series <- ts(numbers[-1], frequency = numbers[1])
  used <- system.time(fc <- method(series))
  row <- c(
    used[["user.self"]] + used[["sys.self"]], fc$mean, fc$lower[, 2], fc$lower[, 1], fc$upper[, 1], fc$upper[, 2])
  cat(paste(format(row, digits = 10, trim = TRUE), collapse = ","), "\n", sep = "")
}
