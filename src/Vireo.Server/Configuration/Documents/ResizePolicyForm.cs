using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>The part of a policy about sizes.</summary>
internal static class ResizePolicyForm
{
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
        .Key("window", "When machines that cannot change while they run may be restarted; left out, never.",
            ChangeWindowForm.Form,
            terms => terms.Window, (terms, window) => terms with { Window = window });
}
