using Vireo.Fleet;
using Vireo.Scheduling.Scaling;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>Forms that several kinds of document share.</summary>
internal static class Values
{
    public static NameForm Name { get; } = new();

    public static FlagForm Flag { get; } = new();

    public static IdentifierForm<VirtualMachineId> Machine { get; } = new("a virtual machine");

    public static IdentifierForm<HostId> Host { get; } = new("a host");

    public static ListForm<VirtualMachineId> Machines { get; } = new(Machine, machine => machine.Value);

    public static ListForm<HostId> Hosts { get; } = new(Host, host => host.Value);

    public static ChoiceForm<OperatingMode> Mode { get; } = new(
    [
        ("observe", OperatingMode.Observe),
        ("recommend", OperatingMode.Recommend),
        ("approve", OperatingMode.Approve),
        ("autopilot", OperatingMode.Autopilot),
    ]);

    public static DurationForm Duration(TimeSpan minimum, TimeSpan maximum) => new(minimum, maximum);

    /// <summary>What is wrong with a cron expression; null when nothing is.</summary>
    public static string? WhyNoCron(string cron)
    {
        try
        {
            CronSchedule.Parse(cron);

            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>What is wrong with a time zone; null when nothing is.</summary>
    public static string? WhyNoTimeZone(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
        ? null
        : $"'{zone}' is no time zone that this machine knows; expected one such as Europe/Berlin or UTC.";
}
