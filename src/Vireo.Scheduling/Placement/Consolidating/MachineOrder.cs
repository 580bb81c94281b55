namespace Vireo.Scheduling.Placement.Consolidating;

/// <summary>The order in which machines are packed.</summary>
internal static class MachineOrder
{
    /// <summary>Largest forecast first, then by index.</summary>
    public static void SortByForecast(ConsolidationMachines machines, List<int> indices) =>
        indices.Sort((one, other) =>
        {
            int order = machines.Forecast[other].CompareTo(machines.Forecast[one]);

            return order != 0 ? order : one.CompareTo(other);
        });
}
