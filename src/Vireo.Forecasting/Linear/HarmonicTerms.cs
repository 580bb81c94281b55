using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vireo.Forecasting.Linear;

/// <summary>Sines and cosines of one season, tabulated once per process and shared by all models.</summary>
internal sealed class HarmonicTerms
{
    private const int MostHarmonics = 3;

    /// <summary>Numbers of a phase in the table: its terms, then zeros up to two vectors.</summary>
    private const int Width = 8;
    private static readonly ConcurrentDictionary<int, HarmonicTerms> BySeason = new();
    private readonly int _season;
    private readonly double[] _table;

    private HarmonicTerms(int season)
    {
        _season = season;
        int harmonics = Math.Min(MostHarmonics, (season - 1) / 2);
        Count = 2 * harmonics;
        _table = new double[season * Width];
        for (int phase = 0; phase < season; phase++)
        {
            for (int harmonic = 0; harmonic < harmonics; harmonic++)
            {
                double angle = Math.Tau * (harmonic + 1) * phase / season;
                _table[(phase * Width) + (2 * harmonic)] = Math.Sin(angle);
                _table[(phase * Width) + (2 * harmonic) + 1] = Math.Cos(angle);
            }
        }
    }

    /// <summary>Terms that <see cref="Fill"/> writes.</summary>
    public int Count { get; }

    public static HarmonicTerms For(int season) => BySeason.GetOrAdd(season, length => new HarmonicTerms(length));

    /// <summary>Writes the terms of one step.</summary>
    public void Fill(long at, Span<double> terms) => _table.AsSpan(Phase(at) * Width, Count).CopyTo(terms);

    /// <summary>Adds the weighted sum of the terms of each step to a path.</summary>
    /// <param name="first">The step of the path's first number.</param>
    /// <param name="weights">One a term.</param>
    /// <param name="path">What is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(long first, ReadOnlySpan<double> weights, Span<double> path)
    {
        Span<double> padded = stackalloc double[Width];
        padded.Clear();
        weights[..Count].CopyTo(padded);
        Vector256<double> left = Vector256.Create<double>(padded);
        Vector256<double> right = Vector256.Create<double>(padded[(Width / 2)..]);
        ReadOnlySpan<Vector256<double>> table = MemoryMarshal.Cast<double, Vector256<double>>(_table);
        int phase = Phase(first);
        for (int step = 0; step < path.Length; step++)
        {
            Vector256<double> products =
                Vector256.FusedMultiplyAdd(table[2 * phase], left, table[(2 * phase) + 1] * right);
            path[step] += Vector256.Sum(products);
            phase = phase + 1 == _season ? 0 : phase + 1;
        }
    }

    private int Phase(long at) => (int)((uint)at % (uint)_season);
}
