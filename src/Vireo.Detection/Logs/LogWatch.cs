namespace Vireo.Detection.Logs;

/// <summary>Tells new, rare and bursting templates of one source of log lines; <see cref="LogSilences"/> tells those that vanish.</summary>
/// <remarks>Every line costs constant time and every template about 150 bytes. Time comes with the lines and may
/// stand still or jump; lines older than the newest count for the newest minute. Not safe for use by several threads
/// at once.</remarks>
public sealed class LogWatch
{
    private const int TimesLongest = 2;
    private readonly LogWatchOptions _options;
    private readonly Dictionary<long, TemplateRate> _rates = [];
    private DateTimeOffset? _first;
    private DateTimeOffset _now = DateTimeOffset.MinValue;

    /// <summary>Creates a watch that has seen nothing.</summary>
    public LogWatch(LogWatchOptions options) => _options = options;

    /// <summary>Takes in a line.</summary>
    /// <param name="template">Its template, as the miner says.</param>
    /// <param name="at">When it was written.</param>
    /// <returns>What is remarkable about it; mostly nothing.</returns>
    public LogSignal? Observe(long template, DateTimeOffset at)
    {
        _first ??= at;
        _now = at > _now ? at : _now;
        long minute = _now.UtcTicks / TimeSpan.TicksPerMinute;
        bool isNew = !_rates.TryGetValue(template, out TemplateRate? rate);
        if (isNew || rate is null)
        {
            _rates[template] = rate = new TemplateRate(minute);
        }

        TimeSpan silence = isNew ? TimeSpan.Zero : _now - rate.LastLine;
        TimeSpan longest = rate.LongestSilence;
        rate.Add(_now, minute);
        LogSignalKind? kind = isNew && _now - _first >= _options.Learning ? LogSignalKind.New
            : silence >= _options.RareAfter && IsLong(silence, longest) ? LogSignalKind.Rare
            : IsBurst(rate) ? LogSignalKind.Burst
            : null;
        rate.IsBurst |= kind == LogSignalKind.Burst;

        return kind is null
            ? null
            : new(kind.Value, template, _now, kind == LogSignalKind.Burst ? rate.InMinute : rate.Lines, rate.Mean);
    }

    /// <summary>A template merged into another one.</summary>
    public void Merge(long narrow, long wide)
    {
        if (!_rates.Remove(narrow, out TemplateRate? rate))
        {
            return;
        }

        if (_rates.TryGetValue(wide, out TemplateRate? into))
        {
            into.Absorb(rate);
        }
        else
        {
            _rates[wide] = rate;
        }
    }

    /// <summary>A template was forgotten by the miner.</summary>
    public void Forget(long template) => _rates.Remove(template);

    // What comes once a day, or by day only, is not rare.
    private bool IsLong(TimeSpan silence, TimeSpan longestBefore) =>
        silence >= TimesLongest * longestBefore && _now - _first >= 2 * _options.Learning;

    private bool IsBurst(TemplateRate rate) =>
        !rate.IsBurst && rate.InMinute >= _options.FewestInBurst && _now - _first >= _options.Learning
        && rate.InMinute > rate.Mean + (_options.BurstDeviations * rate.Deviation);
}
