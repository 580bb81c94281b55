namespace Vireo.Detection.Logs;

/// <summary>How often a template comes: lines a minute with an exponential memory of about an hour. Constant size; a
/// line costs constant time however long the silence before it.</summary>
internal sealed class TemplateRate(long minute)
{
    private const double Forgetting = 1.0 / 60;
    private double _weight;
    private double _sum;
    private double _squares;

    /// <summary>The minute being counted.</summary>
    public long Minute { get; private set; } = minute;

    /// <summary>Lines in it so far.</summary>
    public long InMinute { get; private set; }

    /// <summary>Lines ever.</summary>
    public long Lines { get; private set; }

    /// <summary>When the newest line came.</summary>
    public DateTimeOffset LastLine { get; private set; }

    /// <summary>The longest time between two lines; zero before the second.</summary>
    public TimeSpan LongestSilence { get; private set; }

    /// <summary>Whether the minute was called a burst already.</summary>
    public bool IsBurst { get; set; }

    /// <summary>Lines a minute before this one.</summary>
    public double Mean => _weight > 0 ? _sum / _weight : 0;

    /// <summary>Spread of lines a minute, at least that of chance.</summary>
    public double Deviation => Math.Sqrt(Math.Max(Mean, _weight > 0 ? (_squares / _weight) - (Mean * Mean) : 0));

    /// <summary>Counts a line.</summary>
    public void Add(DateTimeOffset at, long minute)
    {
        MoveTo(minute);
        LongestSilence = Lines > 0 && at - LastLine > LongestSilence ? at - LastLine : LongestSilence;
        InMinute++;
        Lines++;
        LastLine = at;
    }

    /// <summary>Ends minutes that are over.</summary>
    public void MoveTo(long minute)
    {
        if (minute <= Minute)
        {
            return;
        }

        double count = InMinute;
        _weight = ((1 - Forgetting) * _weight) + Forgetting;
        _sum = ((1 - Forgetting) * _sum) + (Forgetting * count);
        _squares = ((1 - Forgetting) * _squares) + (Forgetting * count * count);
        double silence = Math.Pow(1 - Forgetting, minute - Minute - 1);
        _weight = 1 - ((1 - _weight) * silence);
        _sum *= silence;
        _squares *= silence;
        (Minute, InMinute, IsBurst) = (minute, 0, false);
    }

    /// <summary>Takes over the lines of a template that merged into this one.</summary>
    public void Absorb(TemplateRate other)
    {
        long minute = Math.Max(Minute, other.Minute);
        MoveTo(minute);
        other.MoveTo(minute);
        InMinute += other.InMinute;
        Lines += other.Lines;
        _sum += other._sum;
        _squares += other._squares;
        _weight = Math.Max(_weight, other._weight);
        LastLine = LastLine > other.LastLine ? LastLine : other.LastLine;
        LongestSilence = LongestSilence > other.LongestSilence ? LongestSilence : other.LongestSilence;
    }
}
