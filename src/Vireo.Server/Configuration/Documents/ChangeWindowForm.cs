using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>A recurring time.</summary>
internal static class ChangeWindowForm
{
    public static MappingForm<ChangeWindow> Form { get; } =
        new MappingForm<ChangeWindow>("a change window", new ChangeWindow("", TimeSpan.FromHours(1), "UTC"))
            .Required("cron", "When it opens: minute, hour, day of month, month, day of week.",
                new TextForm("a cron expression"),
                window => window.Cron, (window, cron) => window with { Cron = cron })
            .Required("lasts", "How long it stays open.",
                Values.Duration(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)),
                window => window.Lasts, (window, lasts) => window with { Lasts = lasts })
            .Key("timeZone", "In which the times are meant, such as Europe/Berlin.", new TextForm("a time zone"),
                window => window.TimeZone, (window, zone) => window with { TimeZone = zone })
            .Check("cron", window => Values.WhyNoCron(window.Cron))
            .Check("timeZone", window => Values.WhyNoTimeZone(window.TimeZone));
}
