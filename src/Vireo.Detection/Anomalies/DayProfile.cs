namespace Vireo.Detection.Anomalies;

/// <summary>What a signal usually is at a time of day, in at most <see cref="MostSlots"/> slots a day.</summary>
internal sealed class DayProfile
{
    /// <summary>A quarter of an hour each: finer slots cost memory and are seen too seldom.</summary>
    public const int MostSlots = 96;

    private const double DaysRemembered = 5;
    private const int ErrorMemory = 3_000;
    private const double MostSigmas = 5;
    private const int Trusting = 30;

    private readonly float[] _usual;
    private readonly ushort[] _seen;
    private readonly double _memory;
    private RobustScale _errors;

    /// <summary>Starts empty.</summary>
    /// <param name="step">Distance of two values, positive.</param>
    public DayProfile(TimeSpan step)
    {
        double rowsADay = Math.Max(1, TimeSpan.FromDays(1) / step);
        int slots = (int)Math.Clamp(Math.Round(rowsADay), 1, MostSlots);
        _usual = new float[slots];
        _seen = new ushort[slots];
        _memory = DaysRemembered * Math.Max(1, rowsADay / slots);
    }

    /// <summary>Difference from what is usual at this time of day, which is learned then; 0 when this time is new.</summary>
    /// <param name="at">When.</param>
    /// <param name="value">Finite.</param>
    public double Next(DateTime at, double value)
    {
        int slot = (int)(at.TimeOfDay / TimeSpan.FromDays(1) * _usual.Length);
        if (_seen[slot] == 0)
        {
            _seen[slot] = 1;
            _usual[slot] = (float)value;

            return 0;
        }

        double error = value - _usual[slot];
        double bound = _errors.Seen < Trusting ? double.MaxValue : MostSigmas * _errors.Sigma;
        _errors.Add(error, ErrorMemory);
        _seen[slot] = (ushort)Math.Min(_seen[slot] + 1, ushort.MaxValue);
        _usual[slot] += (float)(Math.Clamp(error, -bound, bound) / Math.Min(_seen[slot], _memory));

        return error;
    }
}
