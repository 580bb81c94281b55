using Vireo.Server.Configuration.Forms;
using Vireo.Simulation;

namespace Vireo.Server.Configuration.Scenarios;

/// <summary>Something that goes wrong in a simulated fleet, written down.</summary>
internal static class ScheduledFaultForm
{
    private const double LongestHours = 31 * 24;
    private static readonly TimeSpan UsualFault = TimeSpan.FromDays(1);

    private static readonly ChoiceForm<FaultKind> Kind = new(
        [.. Enum.GetValues<FaultKind>().Select(kind => (char.ToLowerInvariant($"{kind}"[0]) + $"{kind}"[1..], kind))]);

    public static MappingForm<ScheduledFault> Form { get; } =
        new MappingForm<ScheduledFault>("a fault", new ScheduledFault(TimeSpan.Zero, FaultKind.HostFails, "", UsualFault))
            .Required("kind", "What goes wrong.", Kind,
                fault => fault.Kind, (fault, kind) => fault with { Kind = kind })
            .Key("target", "What it strikes: a host or fault domain, a machine, a group, or a template with its step, such as t/boot.",
                new TextForm("what it strikes"),
                    fault => fault.Target, (fault, target) => fault with { Target = target })
            .Key("atHour", "When.", new NumberForm(0, LongestHours),
                fault => fault.At.TotalHours, (fault, hours) => fault with { At = TimeSpan.FromHours(hours) })
            .Key("forHours", "For how long, where that means something.", new NumberForm(0, LongestHours),
                fault => fault.Duration.TotalHours, (fault, hours) => fault with { Duration = TimeSpan.FromHours(hours) });
}
