using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>The part of a policy about sizes.</summary>
internal static class ResizePolicyForm
{
    private static readonly MappingForm<ChangeWindow> Window =
        new MappingForm<ChangeWindow>("a change window", new ChangeWindow("", TimeSpan.FromHours(1), "UTC"))
            .Required("cron", "When it opens: minute, hour, day of month, month, day of week.", new TextForm("a cron expression"),
                window => window.Cron, (window, cron) => window with { Cron = cron })
            .Required("lasts", "How long it stays open.", Values.Duration(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)),
                window => window.Lasts, (window, lasts) => window with { Lasts = lasts })
            .Key("timeZone", "In which the times are meant, such as Europe/Berlin.", new TextForm("a time zone"),
                window => window.TimeZone, (window, zone) => window with { TimeZone = zone })
            .Check("cron", window => Values.WhyNoCron(window.Cron))
            .Check("timeZone", window => Values.WhyNoTimeZone(window.TimeZone));

    public static MappingForm<ResizePolicy> Form { get; } = new MappingForm<ResizePolicy>("resizing", new ResizePolicy())
        .Key("mostPerDay", "Most changes of size in a day.", new IntegerForm(0, 100_000),
            terms => terms.MostPerDay, (terms, value) => terms with { MostPerDay = value })
        .Key("confidence", "The confidence that advice needs.", new RatioForm(0.5),
            terms => terms.Confidence, (terms, value) => terms with { Confidence = value })
        .Key("restAfter", "How long a machine whose size was changed keeps it.",
            Values.Duration(TimeSpan.FromMinutes(10), TimeSpan.FromDays(7)),
            terms => terms.RestAfter, (terms, value) => terms with { RestAfter = value })
        .Key("watchFor", "How long a change is watched, and taken back when the machine suffers.",
            Values.Duration(TimeSpan.FromMinutes(10), TimeSpan.FromDays(7)),
            terms => terms.WatchFor, (terms, value) => terms with { WatchFor = value })
        .Key("window", "When machines that cannot change while they run may be restarted; left out, never.", Window,
            terms => terms.Window, (terms, window) => terms with { Window = window });
}
