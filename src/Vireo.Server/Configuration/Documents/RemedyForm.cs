using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>One remedy of a policy.</summary>
internal static class RemedyForm
{
    private static readonly ChoiceForm<RemedyKind> Kind = new(
    [
        ("evacuate", RemedyKind.Evacuate),
        ("restart", RemedyKind.Restart),
        ("scale", RemedyKind.Scale),
        ("resize", RemedyKind.Resize),
    ]);

    /// <summary>How urgent incidents are.</summary>
    public static ChoiceForm<Severity> Urgency { get; } = new(
        [("info", Severity.Info), ("warning", Severity.Warning), ("critical", Severity.Critical)]);

    private static readonly ChoiceForm<OperatingMode> Mode = new(
    [
        ("observe", OperatingMode.Observe),
        ("approve", OperatingMode.Approve),
        ("autopilot", OperatingMode.Autopilot),
    ]);

    public static MappingForm<Remedy> Form { get; } = Sizes(
        new MappingForm<Remedy>("a remedy", new Remedy("", [], RemedyKind.Evacuate))
            .Required("name", "In plans, receipts and explanations.", Values.Name,
                remedy => remedy.Name, (remedy, name) => remedy with { Name = name })
            .Required("incidents", "Rules whose incidents it answers; * stands for any text.",
                new ListForm<string>(new TextForm("the name of a rule, or a pattern such as host-*"), name => name),
                remedy => remedy.Incidents, (remedy, names) => remedy with { Incidents = names })
            .Required("do", "What it does.", Kind, remedy => remedy.Kind, (remedy, kind) => remedy with { Kind = kind })
            .Key("severity", "Incidents that are less urgent are left to people.", Urgency,
                remedy => remedy.Severity, (remedy, value) => remedy with { Severity = value })
            .Key("for", "How long an incident has to last before it is answered.",
                Values.Duration(TimeSpan.Zero, TimeSpan.FromDays(1)),
                remedy => remedy.For, (remedy, value) => remedy with { For = value })
            .Key("mode", "observe only says what would be done, approve asks a person, autopilot follows the mode of the scope.", Mode,
                remedy => remedy.Mode, (remedy, value) => remedy with { Mode = value })
            .Key("atMostPerHour", "Most incidents that it answers in one hour.", new IntegerForm(1, 1_000),
                remedy => remedy.AtMostPerHour, (remedy, value) => remedy with { AtMostPerHour = value })
            .Key("rest", "How long it leaves alone what it has answered for.",
                Values.Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
                remedy => remedy.Rest, (remedy, value) => remedy with { Rest = value }))
        .Check("incidents", remedy => remedy.Incidents.IsEmpty
            ? $"The remedy '{remedy.Name}' names no rule; name at least one, such as vm-out-of-memory."
            : null)
        .Check("do", remedy => remedy is { Kind: RemedyKind.Resize, CoresFactor: 1, MemoryFactor: 1 }
            ? $"The remedy '{remedy.Name}' would change nothing: set coresFactor or memoryFactor above 1."
            : null);

    private static MappingForm<Remedy> Sizes(MappingForm<Remedy> form) => form
        .Key("replicas", "Replicas that scale adds, within the bounds of the group.", new IntegerForm(1, 1_000),
            remedy => remedy.Replicas, (remedy, value) => remedy with { Replicas = value })
        .Key("coresFactor", "What resize multiplies the cores by.", new NumberForm(1, 2),
            remedy => remedy.CoresFactor, (remedy, value) => remedy with { CoresFactor = value })
        .Key("memoryFactor", "What resize multiplies the memory by.", new NumberForm(1, 2),
            remedy => remedy.MemoryFactor, (remedy, value) => remedy with { MemoryFactor = value })
        .Key("mostCores", "Cores beyond which resize does not go.", new IntegerForm(1, 4_096),
            remedy => remedy.MostCores, (remedy, value) => remedy with { MostCores = value })
        .Key("mostMemory", "Memory beyond which resize does not go, such as 64GiB.", new AmountForm(),
            remedy => remedy.MostMemory.Value, (remedy, bytes) => remedy with { MostMemory = new MemoryBytes((long)bytes) })
        .Key("mayRestart", "Whether resize may restart a machine that cannot change while it runs.", Values.Flag,
            remedy => remedy.MayRestart, (remedy, value) => remedy with { MayRestart = value })
        .Key("snapshotFirst", "Whether restart and resize take a snapshot before, without which they are not done.", Values.Flag,
            remedy => remedy.SnapshotFirst, (remedy, value) => remedy with { SnapshotFirst = value });
}
