"""Fits statsmodels' SARIMAX of one fixed order (it has no automatic choice) and says what it cost.

Usage: python3 sarimax.py SERIES.csv
SERIES.csv holds one line a series: period, then the values. One line of output a series: CPU seconds, log-likelihood.
"""
import sys
import time
import warnings

from statsmodels.tsa.statespace.sarimax import SARIMAX

warnings.simplefilter("ignore")
for line in open(sys.argv[1], encoding="ascii"):
    period, *values = (float(cell) for cell in line.split(","))
    seasonal = (0, 1, 1, int(period)) if period > 1 else (0, 0, 0, 0)
    started = time.process_time()
    fit = SARIMAX(values, order=(2, 1, 1), seasonal_order=seasonal).fit(disp=0)
    print(f"{time.process_time() - started},{fit.llf}")
