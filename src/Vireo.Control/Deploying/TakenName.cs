using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Which names of machines are taken.</summary>
public static class TakenName
{
    /// <summary>Who has the name that a new machine is to get, as a sentence; null when nobody has.</summary>
    /// <param name="name">Of the machine that is asked for.</param>
    /// <param name="machines">Those there are.</param>
    /// <remarks>Hypervisors tell machines apart by what people call them, in any case of letters; how Vireo identifies those
    /// that others made need not be that.</remarks>
    public static string? Of(VirtualMachineId name, IEnumerable<VirtualMachine> machines)
    {
        ArgumentNullException.ThrowIfNull(machines);
        var taken = machines.FirstOrDefault(
            machine => machine.Id == name || string.Equals(machine.Name, name.Value, StringComparison.OrdinalIgnoreCase));

        return taken is null ? null
            : $"There is a machine '{taken.Name}' already{(taken.Id == name ? "" : $" (identifier '{taken.Id}')")}, in cluster " +
              $"'{taken.Cluster}' of provider '{taken.Provider}'; choose another name.";
    }
}
