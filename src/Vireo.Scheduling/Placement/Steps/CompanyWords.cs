using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Steps;

/// <summary>That machines of a host peak together, where that says much about it.</summary>
internal static class CompanyWords
{
    private const double Noticeable = 1.1;

    /// <summary>A sentence with a space before it; empty where a host's demand strays hardly further than if its machines
    /// were independent.</summary>
    public static string Of(FleetModel model, int host)
    {
        double times = model.SpreadByCompany(host);

        return times < Noticeable || model.Demand.Together is not { } together ? ""
            : $" Machines of '{model.Fleet.Hosts[host].Id}' peak together ({Who(model, host, together)}): its demand strays " +
                $"{times:0.0} times as far as that of independent ones.";
    }

    private static string Who(FleetModel model, int host, PeakGroups together)
    {
        var groups = model.ResidentsOf(host).Select(machine => together.GroupOf[machine]).Where(group => group >= 0)
            .GroupBy(group => group).Where(group => group.Count() > 1).OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key).Take(1)
            .Select(group => $"{together.Names[group.Key]}: correlation {together.Everyone + together.Beyond[group.Key]:0.00}");

        return groups.FirstOrDefault() ?? $"as all do: correlation {together.Everyone:0.00}";
    }
}
