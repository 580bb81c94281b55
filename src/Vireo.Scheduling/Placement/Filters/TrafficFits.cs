using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>What machines are forecast to want of a host's link or disks fits at its worst moment while nothing has left it yet,
/// as far as policy fills a host; a host whose capacity is not known carries any.</summary>
internal sealed class TrafficFits(double upToRatio) : IPlacementFilter
{
    private static readonly string[] What = ["network", "disk"];

    /// <inheritdoc/>
    public string Rule => "traffic";

    /// <inheritdoc/>
    public bool Allows(FleetModel model, int machine, int host) => Excess(model, machine, host) is null;

    /// <inheritdoc/>
    public string WhyNot(FleetModel model, int machine, int host)
    {
        var (kind, wanted, capacity) = Excess(model, machine, host).GetValueOrDefault();

        return $"With '{model.Fleet.VirtualMachines[machine].Id}' host '{model.Fleet.Hosts[host].Id}' is forecast to want " +
            $"{wanted / 1e6:0.#} MB/s of {What[kind]}, and may be filled to {upToRatio:P0} of {capacity / 1e6:0.#}.";
    }

    private (int Kind, double Wanted, double Capacity)? Excess(FleetModel model, int machine, int host)
    {
        if (model.Demand.Traffic is not { } traffic)
        {
            return null;
        }

        for (int kind = 0; kind < What.Length; kind++)
        {
            double capacity = (kind == 0 ? model.Fleet.Hosts[host].NetworkCapacity : model.Fleet.Hosts[host].DiskCapacity).Value;
            if (capacity > 0 && traffic[(2 * machine) + kind] is var median and > 0)
            {
                double squares = model.Demand.TrafficSpreadSquared[(2 * machine) + kind];
                foreach (int other in model.EverOn(host))
                {
                    median += other == machine ? 0 : traffic[(2 * other) + kind];
                    squares += other == machine ? 0 : model.Demand.TrafficSpreadSquared[(2 * other) + kind];
                }

                if (median + Math.Sqrt(squares) > capacity * upToRatio)
                {
                    return (kind, median + Math.Sqrt(squares), capacity);
                }
            }
        }

        return null;
    }
}
