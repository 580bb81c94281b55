using System.Globalization;
using Vireo.Fleet;

namespace Vireo.Scheduling.Placement.Inputs;

/// <summary>Finds forecasts that cannot be true of the fleet that they are handed in with.</summary>
internal static class OutlookCheck
{
    /// <summary>Why an outlook says nothing of the instant that a fleet is shown at: it ended before, or begins after. Null
    /// where it does.</summary>
    public static string? WhyNotOf(FleetSnapshot fleet, Outlook outlook)
    {
        var length = outlook.Step > TimeSpan.Zero ? outlook.Step * Math.Max(1, outlook.Steps) : TimeSpan.Zero;
        var apart = (fleet.TakenAt - outlook.AsOf).Duration();

        return outlook.VirtualMachines.IsDefaultOrEmpty || apart <= length
            ? null
            : $"outlook.asOf is {Text(outlook.AsOf)} and fleet.takenAt {Text(fleet.TakenAt)}, further apart than the " +
                $"{length.TotalMinutes:0} minutes that the outlook covers";
    }

    /// <summary>Adds what is wrong: another time, machines that the fleet does not have, demand below nothing, and levels that cross.
    /// A forecast of another length, or with a value that is no number, is no forecast and counts as none (S28).</summary>
    public static void Add(List<string> problems, FleetSnapshot fleet, Outlook outlook)
    {
        if (WhyNotOf(fleet, outlook) is { } otherTime)
        {
            problems.Add($"{otherTime}. Hand in the outlook that was made for this picture.");
        }

        HashSet<VirtualMachineId> known = [.. fleet.VirtualMachines.Select(machine => machine.Id)];
        for (int i = 0; i < outlook.VirtualMachines.Length; i++)
        {
            var machine = outlook.VirtualMachines[i];
            string place = $"outlook.virtualMachines[{i}] '{machine.VirtualMachine}'";
            if (!known.Contains(machine.VirtualMachine))
            {
                problems.Add($"{place}: it is not among fleet.virtualMachines. Add it there, or leave its forecast out.");
            }

            Check(problems, $"{place}: cpu", machine.Cpu, outlook);
            Check(problems, $"{place}: memory", machine.Memory, outlook);
        }
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Check(List<string> problems, string place, DemandForecast? forecast, Outlook outlook)
    {
        if (forecast is null || forecast.Quantiles.IsDefault || outlook.Steps < 1 ||
            forecast.Quantiles.Length != (long)outlook.Levels.Length * outlook.Steps)
        {
            return;
        }

        for (int at = 0; at < forecast.Quantiles.Length; at++)
        {
            float value = forecast.Quantiles[at];
            int below = at - outlook.Steps;
            if (value < 0)
            {
                problems.Add($"{place} at step {at % outlook.Steps} is {value}; demand is at least 0.");
                return;
            }

            if (below >= 0 && value < forecast.Quantiles[below])
            {
                problems.Add(
                    $"{place} at step {at % outlook.Steps}: quantile {outlook.Levels[at / outlook.Steps]} is {value}, below the " +
                    $"{forecast.Quantiles[below]} of quantile {outlook.Levels[below / outlook.Steps]}. Quantiles rise with their level.");
                return;
            }
        }
    }
}
