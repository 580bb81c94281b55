namespace Vireo.Detection.Exhaustion;

/// <summary>Foresees when a disk, a memory or a pool will be full, from its use alone, in O(1) memory.</summary>
/// <remarks>The lowest use of each block is what remains after a saw-tooth of collections or clean-ups; a robust trend
/// is fitted to the last twelve blocks at six lengths, so that a fast fill is seen soon and a slow leak surely. It
/// warns when a trend is sure, leads to the limit within the horizon even at its slowest, and the use is above
/// everything seen before those blocks: what a saw-tooth or a day reaches every time is no news. It is calm again at
/// one and a half times the horizon. The problem is that of RESIN (Lou et al., OSDI 2022) and Precog (Jindal et al.
/// 2021).</remarks>
public sealed class ExhaustionWatch
{
    private const int Scales = 6;
    private const int PeakBlocks = 14;
    private const int LooksToWarn = 2;
    private const double FarthestLook = 1.5;
    private const double SureTrend = 2.58;
    private const double CalmAt = 1.5;
    private const double NewsOfLimit = 0.065;
    private static readonly TimeSpan PeakBlock = TimeSpan.FromHours(12);

    private readonly LowBlocks[] _scales = [.. Enumerable.Range(0, Scales).Select(scale => new LowBlocks(1 << scale))];
    private readonly int[] _sure = new int[Scales];
    private readonly double[] _expected = new double[Scales];
    private readonly double[] _latest = new double[Scales];
    private readonly double[] _earliest = new double[Scales];
    private readonly double[] _peaks = new double[PeakBlocks];
    private readonly TimeSpan _step;
    private readonly double _limit;
    private readonly double _horizonRows;
    private readonly int _peakRows;
    private double _known;
    private int _rows;
    private int _warningScale = -1;

    /// <summary>Starts without knowledge.</summary>
    /// <param name="step">Distance of two values, positive.</param>
    /// <param name="limit">The use at which it is full, positive.</param>
    /// <param name="horizon">How long before that a person wants to know.</param>
    public ExhaustionWatch(TimeSpan step, double limit, TimeSpan horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(horizon, TimeSpan.Zero);
        _step = step;
        _limit = limit;
        _horizonRows = horizon / step;
        _peakRows = Math.Max(1, (int)(PeakBlock / step));
        Array.Fill(_expected, double.PositiveInfinity);
        Array.Fill(_latest, double.PositiveInfinity);
        Array.Fill(_earliest, double.PositiveInfinity);
    }

    /// <summary>Takes the next use.</summary>
    /// <param name="use">In the unit of the limit; a missing one, not finite, changes nothing.</param>
    public ExhaustionWarning Next(double use)
    {
        if (double.IsFinite(use))
        {
            Take(Math.Clamp(use, 0, 2 * _limit));
        }

        int shown = _warningScale >= 0 ? _warningScale : Array.IndexOf(_expected, _expected.Min());

        return new ExhaustionWarning(
            Time(_earliest[shown]), Time(_expected[shown]), Time(_latest[shown]), _warningScale >= 0);
    }

    private void Take(double use)
    {
        for (int scale = 0; scale < Scales; scale++)
        {
            if (_scales[scale].Add(use) && _scales[scale].IsFull)
            {
                Judge(scale, use);
            }
        }

        if (_warningScale >= 0 && !(_expected[_warningScale] <= CalmAt * _horizonRows))
        {
            _warningScale = -1;
        }

        // While it warns, the new height is not taken for known: it may be the only sign that the fault goes on.
        int block = _rows / _peakRows % PeakBlocks;
        _peaks[block] = _rows % _peakRows == 0 ? use : Math.Max(_peaks[block], use);
        _rows++;
        if (_rows % _peakRows == 0)
        {
            _known = _peaks.Max();
        }
    }

    private void Judge(int scale, double use)
    {
        TrendLine line = _scales[scale].Trend();
        int width = _scales[scale].Width;
        double left = Math.Max(0, _limit - use);
        _expected[scale] = Rows(left, line.Slope, width);
        _latest[scale] = Rows(left, line.LowSlope, width);
        _earliest[scale] = Rows(left, line.HighSlope, width);
        bool isSure = _rows >= _peakRows
            && line.Trend >= SureTrend
            && line.LowSlope > 0
            && _latest[scale] <= Math.Min(_horizonRows, FarthestLook * LowBlocks.Count * width)
            && use > _known + (NewsOfLimit * _limit);
        _sure[scale] = isSure ? _sure[scale] + 1 : 0;
        if (_sure[scale] >= LooksToWarn && _warningScale < 0)
        {
            _warningScale = scale;
        }
    }

    private static double Rows(double left, double slope, int width) =>
        slope > 0 ? left / slope * width : double.PositiveInfinity;

    private TimeSpan Time(double rows) => rows * _step.TotalDays < 10_000 ? rows * _step : TimeSpan.MaxValue;
}
