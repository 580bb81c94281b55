# Runs forecast::ets on series and says what it cost and found.
# Usage: Rscript ets.R SERIES.csv HORIZON
# SERIES.csv holds one line a series: period, then the values. One line of output a series: CPU seconds, AICc, then the forecasts.
suppressMessages(library(forecast))
arguments <- commandArgs(trailingOnly = TRUE)
horizon <- as.integer(arguments[2])
for (line in readLines(arguments[1])) {
  numbers <- as.numeric(strsplit(line, ",")[[1]])
  series <- ts(numbers[-1], frequency = numbers[1])
  used <- system.time({
    fit <- ets(series)
    path <- forecast(fit, h = horizon)$mean
  })
  cat(paste(format(c(used[["user.self"]] + used[["sys.self"]], fit$aicc, path), digits = 10, trim = TRUE), collapse = ","), "\n", sep = "")
}
