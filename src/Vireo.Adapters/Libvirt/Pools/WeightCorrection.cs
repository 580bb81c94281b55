using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Corrects weights by what machines really got: a kernel divides by weight on each of its processors, and
/// what a guest's other threads do elsewhere takes from its weight here.</summary>
/// <remarks>An integral controller on the logarithm of the weight, for those only that had to wait; a guest that did
/// not wait got what it wanted. Not thread-safe.</remarks>
internal sealed class WeightCorrection
{
    private const double Most = 2;

    // Who waits less than this part of the time is not held back by others.
    private const double LeastWait = 0.2;

    // Long against the periods of a kernel's scheduler, short against the time that people look at.
    private const double Seconds = 10;

    private Dictionary<VirtualMachineKey, double> _factors = [];
    private Dictionary<VirtualMachineKey, double> _entitled = [];

    /// <summary>A machine with what its weight is to be multiplied by.</summary>
    public PooledMachine Correct(PooledMachine machine) =>
        machine with { Correction = _factors.GetValueOrDefault(new(machine), 1) };

    /// <summary>Learns from what machines got since they were last told.</summary>
    /// <param name="machines">All that run on one host or on several.</param>
    public void Learn(IReadOnlyList<PooledMachine> machines)
    {
        Dictionary<VirtualMachineKey, double> factors = [];
        foreach (var host in machines.GroupBy(machine => machine.Host))
        {
            List<(VirtualMachineKey Key, double Used, double Entitled, double Seconds)> waiting =
            [
                .. from machine in host
                   let key = new VirtualMachineKey(machine)
                   where machine.Use is { Mhz: > 0, Waited: >= LeastWait } && machine.Cpu.Quota is null &&
                       _entitled.GetValueOrDefault(key) > 0
                   select (key, machine.Use!.Value.Mhz, _entitled[key], machine.Use.Value.Seconds),
            ];
            double used = waiting.Sum(one => one.Used);
            double entitled = waiting.Sum(one => one.Entitled);
            foreach (var (key, mhz, due, seconds) in waiting)
            {
                double error = Math.Clamp(used * due / entitled / mhz, 1 / Most, Most);
                double gain = 1 - Math.Exp(-seconds / Seconds);
                factors[key] = Math.Clamp(_factors.GetValueOrDefault(key, 1) * Math.Pow(error, gain), 1 / Most, Most);
            }

            foreach (var machine in host)
            {
                // Who does not wait now may do so again, and for the same reason.
                var key = new VirtualMachineKey(machine);
                if (!factors.ContainsKey(key) && _factors.TryGetValue(key, out double before))
                {
                    factors[key] = before;
                }
            }
        }

        _factors = factors;
    }

    /// <summary>Remembers what machines are entitled to from now on.</summary>
    public void Promise(
        IEnumerable<PooledMachine> machines, IReadOnlyDictionary<VirtualMachineId, MachineTuning> tunings) => _entitled = machines
        .Where(machine => tunings.ContainsKey(machine.Id))
        .ToDictionary(machine => new VirtualMachineKey(machine), machine => tunings[machine.Id].EntitledMhz);

    // What is true of a guest on one host is not on another.
    private readonly record struct VirtualMachineKey(string Uuid, string Host)
    {
        public VirtualMachineKey(PooledMachine machine)
            : this(machine.Uuid, machine.Host.Value)
        {
        }
    }
}
