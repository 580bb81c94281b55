using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Deployments that have not ended and the newest that have.</summary>
/// <remarks>The journal knows each step before this does, so that saving may wait for the next cycle: after a crash
/// <see cref="Load"/> reads the journal again.</remarks>
internal sealed class DeploymentBook(ClusterId cluster, StateStore state, int capacity)
{
    private readonly List<DeploymentRecord> _records = [];
    private readonly HashSet<DeploymentId> _unsaved = [];

    /// <summary>Newest first.</summary>
    public ImmutableArray<DeploymentRecord> Records => [.. _records.AsEnumerable().Reverse()];

    /// <summary>Those that have not ended, oldest first: part of the picture that is decided on.</summary>
    public ImmutableArray<Deployment> Open =>
        [.. _records.Select(record => record.Deployment).Where(deployment => !deployment.HasEnded)];

    /// <summary>Reads what earlier lives left, and what the journal knows of it beyond.</summary>
    public void Load()
    {
        _records.AddRange(state.Deployments.Newest(cluster, capacity));
        if (_records.Where(record => !record.Deployment.HasEnded).MinBy(record => record.Deployment.RequestedAt) is { } oldest)
        {
            foreach (var entry in state.Journal.Since(cluster, oldest.Deployment.RequestedAt))
            {
                Note(entry);
            }
        }
    }

    /// <summary>Refuses names that are taken.</summary>
    /// <exception cref="InvalidOperationException">There is a deployment of that name that has not ended, or a
    /// machine.</exception>
    public void RequireFree(Deployment deployment, ImmutableArray<VirtualMachine> machines)
    {
        if (Open.FirstOrDefault(one => one.Id == deployment.Id) is { } open)
        {
            throw new InvalidOperationException(
                $"Deployment '{open.Id}' is {open.Status.InWords()} already; 'vireo deploy show {open.Id}' says how far it has come. Choose another " +
                "name, or wait until it has ended.");
        }

        var asked = Open.SelectMany(one => one.Machines).Select(machine => machine.Name).ToHashSet();
        if (deployment.Machines.FirstOrDefault(machine => asked.Contains(machine.Name)) is { } twice)
        {
            throw new InvalidOperationException(
                $"A machine '{twice.Name}' is being deployed already; choose another name.");
        }

        foreach (var machine in deployment.Machines)
        {
            if (TakenName.Of(machine.Name, machines) is { } taken)
            {
                throw new InvalidOperationException(taken);
            }
        }
    }

    /// <summary>Takes a request in that is on disk already.</summary>
    public void Add(Deployment deployment)
    {
        _records.RemoveAll(record => record.Deployment.Id == deployment.Id);
        _records.Add(new DeploymentRecord(deployment, []));
        while (_records.Count > capacity && _records.FindIndex(one => one.Deployment.HasEnded) is >= 0 and var oldest)
        {
            _records.RemoveAt(oldest);
        }
    }

    /// <summary>Takes the newest of an action in, if it is a step of a deployment; the first that fails undoes all of
    /// it.</summary>
    public void Note(JournalEntry entry)
    {
        int at = _records.FindIndex(record => !record.Deployment.HasEnded && StepOf(record.Deployment, entry) is not null);
        if (at < 0 || StepOf(_records[at].Deployment, entry) is not { } step)
        {
            return;
        }

        var record = _records[at];
        int known = record.Steps.IndexOf(record.Steps.FirstOrDefault(one => one.Id == step.Id)!);
        bool hasFailed = record.Deployment.Status == DeploymentStatus.Running &&
            step is { Status: OutcomeStatus.Failed or OutcomeStatus.TimedOut or OutcomeStatus.Aborted, Kind: <= DeploymentStepKind.Check };
        Replace(at, new DeploymentRecord(
            hasFailed ? Undo(record.Deployment, $"{step.Kind} of '{step.Machine}' failed: {step.Detail}") : record.Deployment,
            known < 0 ? record.Steps.Add(step) : record.Steps.SetItem(known, step)));
    }

    /// <summary>Ends those of which everything serves or nothing is left, and undoes those whose time is
    /// over.</summary>
    public void Settle(FleetSnapshot fleet, Policy policy)
    {
        var machines = fleet.VirtualMachines.ToDictionary(machine => machine.Id);
        for (int at = 0; at < _records.Count; at++)
        {
            var deployment = _records[at].Deployment;
            var next = deployment.Status switch
            {
                DeploymentStatus.Running when deployment.Machines.All(machine => Serves(machine, machines, policy)) =>
                    deployment with { Status = DeploymentStatus.Done, Reason = "", EndedAt = fleet.TakenAt },
                DeploymentStatus.Running when fleet.TakenAt >= deployment.Deadline =>
                    Undo(deployment, WhyLate(_records[at])),
                DeploymentStatus.Undoing when !IsAnythingLeft(deployment, fleet) =>
                    deployment with { Status = DeploymentStatus.Undone, EndedAt = fleet.TakenAt },

                // A provider that was given up may have finished after all.
                DeploymentStatus.Undone when fleet.VirtualMachines.Any(machine => machine.Deployment == deployment.Id) =>
                    deployment with { Status = DeploymentStatus.Undoing, EndedAt = null },
                _ => deployment,
            };
            if (next != deployment)
            {
                Replace(at, _records[at] with { Deployment = next, Wait = next.HasEnded ? DeploymentWait.Nobody : _records[at].Wait });
            }
        }
    }

    /// <summary>Puts what is new on disk; what cannot be saved now is saved with the next call.</summary>
    /// <exception cref="StateUnavailableException">The state file cannot be written.</exception>
    public void Save()
    {
        if (_unsaved.Count > 0)
        {
            state.InTransaction(() =>
            {
                foreach (var record in _records.Where(record => _unsaved.Contains(record.Deployment.Id)))
                {
                    state.Deployments.Save(cluster, record);
                }
            });
            _unsaved.Clear();
        }
    }

    /// <summary>Remembers why those that a decision could not go on with wait.</summary>
    /// <param name="plan">The decision.</param>
    /// <param name="waits">Whom or what the next step of machines waits for; empty when for nobody.</param>
    /// <param name="approvalTime">How long a person has to answer; a deployment has that time besides its own, once, so
    /// that one that was approved can still be made.</param>
    public void Explain(Plan plan, Func<HashSet<EntityId>, DeploymentWait> waits, TimeSpan approvalTime)
    {
        for (int at = 0; at < _records.Count; at++)
        {
            var record = _records[at];
            var deployment = record.Deployment;
            if (deployment.HasEnded)
            {
                continue;
            }

            var names = NamesOf(deployment);
            var wait = waits(names);
            if (deployment.Status == DeploymentStatus.Running)
            {
                string why = plan.Refusals.FirstOrDefault(refusal => names.Contains(refusal.Entity))?.Reason ?? "";
                bool isFirst = wait.AsksIn is not null && !deployment.WasAsked;
                deployment = deployment with
                {
                    Reason = why,
                    WasAsked = deployment.WasAsked || isFirst,
                    Deadline = isFirst ? deployment.Deadline + approvalTime : deployment.Deadline,
                };
            }

            if (deployment != record.Deployment || wait != record.Wait)
            {
                Replace(at, record with { Deployment = deployment, Wait = wait });
            }
        }
    }

    /// <summary>Forgets that a plan waits for a person, who has answered.</summary>
    public void Answered(long plan)
    {
        for (int at = 0; at < _records.Count; at++)
        {
            if (_records[at].Wait.AsksIn == plan)
            {
                Replace(at, _records[at] with { Wait = DeploymentWait.Nobody });
            }
        }
    }

    /// <summary>Undoes one that is asked for or under way, because somebody said so.</summary>
    /// <returns>As it is now, and not on disk yet.</returns>
    /// <exception cref="InvalidOperationException">There is none of that name that can be.</exception>
    public DeploymentRecord Cancel(DeploymentId id, string user)
    {
        int at = _records.FindLastIndex(record => record.Deployment.Id == id);
        var record = at >= 0 ? _records[at] : throw new InvalidOperationException(
            $"There is no deployment '{id}' among the newest; 'vireo deploy list' lists them.");

        return record.Deployment.Status switch
        {
            DeploymentStatus.Running => record with
            {
                Deployment = Undo(record.Deployment, $"It was cancelled by {user}."),
                Wait = DeploymentWait.Nobody,
            },
            DeploymentStatus.Done => throw new InvalidOperationException(
                $"Deployment '{id}' is done: its machines serve, and there is nothing left to cancel."),
            DeploymentStatus.Undoing => throw new InvalidOperationException($"Deployment '{id}' is being undone already."),
            _ => throw new InvalidOperationException($"Deployment '{id}' is undone already."),
        };
    }

    /// <summary>Takes a cancelled one in that is on disk already.</summary>
    public void Take(DeploymentRecord record) =>
        Replace(_records.FindLastIndex(known => known.Deployment.Id == record.Deployment.Id), record);

    /// <summary>Machines that are not to be made any more.</summary>
    public HashSet<EntityId> GivenUp() =>
        [.. Open.Where(deployment => deployment.Status == DeploymentStatus.Undoing).SelectMany(NamesOf)];

    /// <summary>Its machines.</summary>
    public static HashSet<EntityId> NamesOf(Deployment deployment) =>
        [.. deployment.Machines.Select(machine => EntityId.Of(machine.Name))];

    private void Replace(int at, DeploymentRecord record)
    {
        _records[at] = record;
        _unsaved.Add(record.Deployment.Id);
    }

    private static Deployment Undo(Deployment deployment, string why) =>
        deployment with { Status = DeploymentStatus.Undoing, Reason = why };

    private static string WhyLate(DeploymentRecord record) => string.Join(' ', new[]
    {
        $"It was not done by {record.Deployment.Deadline:u}.", record.Deployment.Reason, record.Wait.Past,
    }.Where(sentence => sentence.Length > 0));

    private static DeploymentStep? StepOf(Deployment deployment, JournalEntry entry)
    {
        DeploymentStepKind? kind = entry.Planned.Action switch
        {
            CreateVirtualMachine create when create.Deployment == deployment.Id => DeploymentStepKind.Create,
            PowerOnVirtualMachine => DeploymentStepKind.Boot,
            ConfigureVirtualMachine => DeploymentStepKind.Configure,
            CheckVirtualMachine => DeploymentStepKind.Check,
            PowerOffVirtualMachine => DeploymentStepKind.Stop,
            DeleteVirtualMachine => DeploymentStepKind.Delete,
            _ => null,
        };
        var machine = new VirtualMachineId(entry.Planned.Action.Target.Value);
        var outcome = entry.Outcome;

        return kind is { } known && entry.CreatedAt >= deployment.RequestedAt &&
            deployment.Machines.Any(one => one.Name == machine)
                ? new DeploymentStep(entry.Id, machine, known, outcome.Status, outcome.Detail, outcome.StartedAt, outcome.EndedAt)
                : null;
    }

    private static bool Serves(
        DeployedMachine machine, Dictionary<VirtualMachineId, VirtualMachine> machines, Policy policy) =>
        machines.TryGetValue(machine.Name, out var there) && there.State == PowerState.On &&
        (there.Guest == GuestState.Healthy || policy.TemplateOf(machine.Template) is not { IsPrepared: true });

    private static bool IsAnythingLeft(Deployment deployment, FleetSnapshot fleet)
    {
        var names = NamesOf(deployment);

        return fleet.VirtualMachines.Any(machine => machine.Deployment == deployment.Id) ||
            fleet.InFlight.Any(action => names.Contains(action.Action.Target));
    }
}
