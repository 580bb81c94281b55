using System.Collections.Immutable;

namespace Vireo.Detection.Logs;

/// <summary>Tells new, rare, bursting and vanished templates of one source of log lines.</summary>
/// <remarks>Every line costs constant time and every template about 150 bytes. Time comes with the lines and may
/// stand still or jump; lines older than the newest count for the newest minute. Not safe for use by several threads
/// at once.</remarks>
public sealed class LogWatch
{
    private const double FewestMinutes = 10;
    private readonly LogWatchOptions _options;
    private readonly Dictionary<long, TemplateRate> _rates = [];
    private readonly PriorityQueue<long, DateTimeOffset> _silences = new();
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
        rate.Add(_now, minute);
        if (rate.Lines == _options.FewestBeforeVanished)
        {
            _silences.Enqueue(template, _now);
        }

        LogSignalKind? kind = isNew && _now - _first >= _options.Learning ? LogSignalKind.New
            : silence >= _options.RareAfter ? LogSignalKind.Rare
            : IsBurst(rate) ? LogSignalKind.Burst
            : null;
        rate.IsBurst |= kind == LogSignalKind.Burst;

        return kind is null
            ? null
            : new(kind.Value, template, _now, kind == LogSignalKind.Burst ? rate.InMinute : rate.Lines, rate.Mean);
    }

    /// <summary>Tells what has vanished by an instant; call it now and then, also while no lines come.</summary>
    public ImmutableArray<LogSignal> Advance(DateTimeOffset now)
    {
        _now = now > _now ? now : _now;
        var signals = ImmutableArray.CreateBuilder<LogSignal>();
        while (_silences.TryPeek(out long template, out DateTimeOffset due) && due <= _now)
        {
            _silences.Dequeue();
            if (!_rates.TryGetValue(template, out TemplateRate? rate))
            {
                continue;
            }

            DateTimeOffset? deadline = Deadline(rate);
            if (deadline <= _now && !rate.IsVanished)
            {
                rate.IsVanished = true;
                signals.Add(new(LogSignalKind.Vanished, template, _now, rate.Lines, rate.Mean));
            }

            // Looked at again when its present deadline passes, at the earliest in a minute.
            DateTimeOffset soonest = _now + TimeSpan.FromMinutes(1);
            _silences.Enqueue(template, deadline is { } next && next > soonest
                ? next : soonest + (rate.IsVanished ? _options.Learning : TimeSpan.Zero));
        }

        return signals.ToImmutable();
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
            bool wasWatched = into.Lines >= _options.FewestBeforeVanished;
            into.Absorb(rate);
            if (!wasWatched && into.Lines >= _options.FewestBeforeVanished)
            {
                _silences.Enqueue(wide, _now);
            }
        }
        else
        {
            _rates[wide] = rate;
            if (rate.Lines >= _options.FewestBeforeVanished)
            {
                _silences.Enqueue(wide, _now);
            }
        }
    }

    /// <summary>A template was forgotten by the miner.</summary>
    public void Forget(long template) => _rates.Remove(template);

    private bool IsBurst(TemplateRate rate) =>
        !rate.IsBurst && rate.InMinute >= _options.FewestInBurst && _now - _first >= _options.Learning
        && rate.InMinute > rate.Mean + (_options.BurstDeviations * rate.Deviation);

    // When a silence becomes too long for chance; null when the past is too irregular to say. Lines that come in
    // swarms count
    // as fewer, by the ratio of their spread to that of chance.
    private DateTimeOffset? Deadline(TemplateRate rate)
    {
        if (rate.IsVanished || rate.Minutes < FewestMinutes || rate.Mean <= 0)
        {
            return null;
        }

        double swarm = Math.Max(1, rate.Deviation * rate.Deviation / rate.Mean);
        double minutes = -Math.Log(_options.VanishedProbability) * swarm / rate.Mean;

        return minutes < TimeSpan.FromDays(1).TotalMinutes
            ? rate.LastLine + TimeSpan.FromMinutes(Math.Max(2, minutes)) : null;
    }
}
