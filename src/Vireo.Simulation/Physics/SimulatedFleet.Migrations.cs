using Vireo.Fleet;

namespace Vireo.Simulation;

internal sealed partial class SimulatedFleet
{
    private long _migrationDraws;

    /// <summary>Starts a live migration.</summary>
    /// <exception cref="ProviderException">The hypervisor would refuse it.</exception>
    public FleetOperation StartMigration(Migration migration, BytesPerSecond asked)
    {
        int index = MachineIndex(migration.VirtualMachine);
        int target = HostIndex(migration.To);
        var machine = _machines[index];
        RefuseImpossible(machine, migration, target);
        Bring(Now);

        double seconds = MigrationSeconds(machine, target, asked);
        bool isDoomed = IsNextMigrationDoomed();
        var operation = new FleetOperation
        {
            Action = migration,
            StartedAt = Now,
            EndsAt = Now + (isDoomed ? seconds / 2 : seconds),
            Subject = index,
            Target = target,
            IsDoomed = isDoomed,
        };
        BeginMigration(machine, index, target, operation);

        return operation;
    }

    private void BeginMigration(MachineSlot machine, int index, int target, FleetOperation operation)
    {
        machine.Operation = operation;
        machine.MovingTo = target;
        if (_physics.RemembersDepartures)
        {
            (machine.Departures ??= []).Add(machine.Host);
        }

        _hosts[target].Residents.Add(index);
        UpdateHost(target);
        UpdateHost(machine.Host);
        _meter.StartMigration(index, Now);
        Schedule(operation.EndsAt, new FleetOccurrence(OccurrenceKind.OperationEnds) { Operation = operation });
    }

    private void EndMigration(FleetOperation operation)
    {
        if (operation.IsDoomed)
        {
            AbandonMigration(operation, "The memory changed faster than it could be copied.");

            return;
        }

        int index = operation.Subject;
        var machine = _machines[index];
        int source = machine.Host;
        _hosts[source].Residents.Remove(index);
        _hosts[operation.Target].Residents.Remove(index);
        _hosts[operation.Target].Residents.Add(index);
        machine.Host = operation.Target;
        machine.MovingTo = -1;
        machine.Operation = null;
        machine.Departures?.Remove(operation.Target);
        var target = _hosts[operation.Target].View.Id;
        operation.Succeed($"Arrived on {target}.");
        Show(
            machine, machine.View with { Host = target }, FleetEventKind.Moved,
            $"Moved from {_hosts[source].View.Id} to {target}.");
    }

    /// <summary>Ends a migration without effect: the machine stays where it is.</summary>
    private void AbandonMigration(FleetOperation operation, string why)
    {
        var machine = _machines[operation.Subject];
        _hosts[operation.Target].Residents.Remove(operation.Subject);
        machine.MovingTo = -1;
        machine.Operation = null;
        machine.Departures?.Remove(machine.Host);
        operation.Fail(why);
        _meter.FailedMigrations++;
    }

    private double MigrationSeconds(MachineSlot machine, int target, BytesPerSecond asked)
    {
        double used = _workload.Recorded(WorkloadMetric.Memory, machine.Row);
        double memory = machine.View.Memory.Value * (double.IsNaN(used) ? 1 : Math.Clamp(used, 0.01, 1));
        double link = Math.Min(
            _hosts[machine.Host].View.NetworkCapacity.Value, _hosts[target].View.NetworkCapacity.Value);
        double speed = _physics.MigrationBytesPerSecond
            ?? (asked.Value > 0 ? Math.Min(asked.Value, link) : link / 2);

        return memory * (1 + _physics.DirtyRatio) / Math.Max(speed, 1);
    }

    private bool IsNextMigrationDoomed() =>
        _physics.MigrationFailureRatio > 0
        && SeededRandom.At(_physics.Seed, 1, _migrationDraws++) < _physics.MigrationFailureRatio;

    private void RefuseImpossible(MachineSlot machine, Migration migration, int target)
    {
        var name = migration.VirtualMachine;
        if (!machine.IsRunning)
        {
            throw Refuse($"'{name}' does not run, it is {machine.View.State}.");
        }

        if (!machine.View.Mobility.CanMigrate)
        {
            throw Refuse($"'{name}' cannot migrate: {machine.View.Mobility.Reason}.");
        }

        if (_hosts[machine.Host].View.Id != migration.From)
        {
            throw Refuse($"'{name}' is on '{_hosts[machine.Host].View.Id}', not on '{migration.From}'.");
        }

        if (machine.Operation is not null)
        {
            throw Refuse($"'{name}' is busy with another operation.");
        }

        if (machine.Host == target)
        {
            throw Refuse($"'{name}' is on '{migration.To}' already.");
        }

        RefuseUnreceptive(target, machine.View.Memory);
        RefuseCrowd(machine.Host);
        RefuseCrowd(target);
    }

    private void RefuseUnreceptive(int index, MemoryBytes memory)
    {
        var host = _hosts[index];
        if (!host.View.CanReceive)
        {
            throw Refuse(
                $"Host '{host.View.Id}' takes no machines: {host.View.State}" +
                (host.View.IsInMaintenance ? ", in maintenance." : "."));
        }

        long taken = host.Residents.Sum(resident => _machines[resident].View.Memory.Value);
        if (taken + memory.Value > host.View.MemoryCapacity.Value * MemoryOvercommitLimit)
        {
            throw Refuse(
                $"Host '{host.View.Id}' has {host.View.MemoryCapacity.Value - taken} bytes of memory left, " +
                $"{memory.Value} are needed.");
        }
    }

    private void RefuseCrowd(int host)
    {
        if (_physics.MaxMigrationsPerHost is not { } most)
        {
            return;
        }

        int moving = _hosts[host].Residents.Count(resident =>
            _machines[resident].IsMoving && (_machines[resident].Host == host || _machines[resident].MovingTo == host));
        if (moving >= most)
        {
            throw new ProviderException(
                $"Host '{_hosts[host].View.Id}' has {moving} migrations under way; {most} are allowed.", isTransient: true);
        }
    }
}
