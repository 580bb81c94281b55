using System.Collections.Immutable;
using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Detection;

/// <summary>Sees machines that show what came before the failures of others: memory or disks that fill, processes that
/// were killed, failures in a row, answers that get slower.</summary>
/// <remarks>How likely it fails is what <see cref="MachineFailureModel"/> says. The incident opens at one half for
/// information and gets worse with the probability: the severity that a remedy asks for is its bound. Slower answers make
/// a failure likelier and open nothing by themselves.</remarks>
internal static class MachineFailureWatch
{
    private const int LooksToDecide = 2;
    private const double OpenFrom = 0.5;
    private const double CloseBelow = 0.3;
    private const double WarningFrom = 0.7;
    private const double CriticalFrom = 0.9;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static void Run(Look look, ImmutableArray<FleetEvent> events, List<Finding> findings)
    {
        var failures = events
            .Where(one => one.Kind == FleetEventKind.Failed && one.Entity.Kind == EntityKind.VirtualMachine
                && look.Now - one.At <= Day && one.Source != "vireo")
            .CountBy(one => one.Entity).ToDictionary();
        foreach (VirtualMachine machine in look.Fleet.VirtualMachines)
        {
            EntityId entity = EntityId.Of(machine.Id);
            if (machine.State == PowerState.On && !look.IsOnDownHost(machine))
            {
                Judge(look, machine, entity, SignsOf(look, machine, entity, failures.GetValueOrDefault(entity)), findings);
            }
        }
    }

    private static void Judge(
        Look look, VirtualMachine machine, EntityId entity, in MachineSigns signs, List<Finding> findings)
    {
        double probability = signs.AnyOwn ? MachineFailureModel.Probability(signs) : 0;
        bool isOpen = look.IsOpen(RuleNames.MachineFailing, entity);
        if (look.Count(RuleNames.MachineFailing, entity, probability >= (isOpen ? CloseBelow : OpenFrom), LooksToDecide)
            is { } seen)
        {
            findings.Add(new(
                RuleNames.MachineFailing, entity, seen.Standing, SeverityOf(probability),
                $"VM '{machine.Name}' may fail.", Evidence(signs, probability), seen.Since, seen.Looks));
        }
    }

    private static Severity SeverityOf(double probability) => probability switch
    {
        >= CriticalFrom => Severity.Critical,
        >= WarningFrom => Severity.Warning,
        _ => Severity.Info,
    };

    private static MachineSigns SignsOf(Look look, VirtualMachine machine, EntityId entity, int failures)
    {
        double capacity = Capacity.Of(machine, Metric.MemoryUsage);
        ReadOnlySpan<double> memory = ValuesOf(look, entity, Metric.MemoryUsage);
        Span<double> used = new double[memory.Length];
        for (int i = 0; i < used.Length; i++)
        {
            used[i] = memory[i] / capacity;
        }

        return MachineSigns.Of(new MachineWindow
        {
            Memory = used,
            Files = ValuesOf(look, entity, Metric.FileSystemUsage),
            Kills = ValuesOf(look, entity, Metric.OutOfMemoryKills),
            Response = ValuesOf(look, entity, Metric.ResponseTime),
            Ready = ValuesOf(look, entity, Metric.CpuReady),
            Failures = failures,
            Step = look.Series.Step,
        });
    }

    private static ReadOnlySpan<double> ValuesOf(Look look, EntityId entity, Metric metric) =>
        look.Series.Find(entity, metric) is { } series ? series.Values.Span : [];

    private static string Evidence(in MachineSigns signs, double probability)
    {
        List<string> said = [];
        if (signs.Filling > 0)
        {
            double hours = MachineFailureModel.Horizon.TotalHours / signs.Filling;
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{signs.Fullness:0 %} full and full in about {hours:0.#} h"));
        }

        Add(said, signs.Kills, "processes killed for want of memory");
        Add(said, signs.Failures, "failures in a day");
        if (signs.Slower >= 0.1)
        {
            said.Add(string.Create(
                CultureInfo.InvariantCulture, $"answers {Math.Exp(signs.Slower):0.#} times as slow as before"));
        }

        return said.Count == 0
            ? "It shows no sign any more."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", said)}. Of machines that show this, {probability:0 %} fail within " +
                $"{MachineFailureModel.Horizon.TotalHours:0} hours.");
    }

    private static void Add(List<string> said, double count, string what)
    {
        if (count >= 0.5)
        {
            said.Add(string.Create(CultureInfo.InvariantCulture, $"{count:0} {what}"));
        }
    }
}
