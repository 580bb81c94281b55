using System.Collections.Concurrent;

namespace Vireo.Forecasting.Linear;

/// <summary>Sines and cosines of one season, tabulated once per process and shared by all models.</summary>
internal sealed class HarmonicTerms
{
    private const int MostHarmonics = 3;
    private static readonly ConcurrentDictionary<int, HarmonicTerms> BySeason = new();
    private readonly int _season;
    private readonly double[] _table;

    private HarmonicTerms(int season)
    {
        _season = season;
        int harmonics = Math.Min(MostHarmonics, (season - 1) / 2);
        Count = 2 * harmonics;
        _table = new double[season * Count];
        for (int phase = 0; phase < season; phase++)
        {
            for (int harmonic = 0; harmonic < harmonics; harmonic++)
            {
                double angle = Math.Tau * (harmonic + 1) * phase / season;
                _table[(phase * Count) + (2 * harmonic)] = Math.Sin(angle);
                _table[(phase * Count) + (2 * harmonic) + 1] = Math.Cos(angle);
            }
        }
    }

    /// <summary>Terms that <see cref="Fill"/> writes.</summary>
    public int Count { get; }

    public static HarmonicTerms For(int season) => BySeason.GetOrAdd(season, length => new HarmonicTerms(length));

    public void Fill(long at, Span<double> terms) =>
        _table.AsSpan((int)((uint)at % (uint)_season) * Count, Count).CopyTo(terms);
}
