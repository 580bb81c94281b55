namespace Vireo.Server.Dashboard.Text;

/// <summary>How a badge or icon is coloured. The word beside it always says the same.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad.</summary>
    Neutral,

    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Worth a look.</summary>
    Info,

    /// <summary>The one thing to notice.</summary>
    Accent,

    /// <summary>Will hurt if it goes on.</summary>
    Warn,

    /// <summary>Hurts now.</summary>
    Bad,
}
