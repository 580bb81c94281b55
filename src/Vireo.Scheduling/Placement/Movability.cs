using Vireo.Fleet;
using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement;

/// <summary>Which machines may be moved at all, and why the others stay.</summary>
internal sealed class Movability
{
    private readonly FleetModel _model;
    private readonly HashSet<VirtualMachineId> _pinned;
    private readonly Dictionary<VirtualMachineId, DateTimeOffset> _movedAt = [];
    private readonly FailedMoveRest _failed;

    /// <summary>Reads pins and recent moves once.</summary>
    public Movability(FleetModel model)
    {
        _model = model;
        _pinned = [.. model.Policy.Pinned];
        foreach (var move in model.Fleet.RecentMoves)
        {
            _movedAt[move.VirtualMachine] = move.At;
        }

        _failed = new FailedMoveRest(model.Fleet);
    }

    /// <summary>Whether a machine may be moved; with <paramref name="isForced"/> a failure allows what rest would
    /// forbid.</summary>
    public bool Allows(int machine, bool isForced) => WhyNot(machine, isForced) is null;

    /// <summary>The rule and the reason that keep a machine where it is; null when it may move.</summary>
    public (string Rule, string Reason)? WhyNot(int machine, bool isForced)
    {
        var noun = _model.Fleet.VirtualMachines[machine];
        if (_pinned.Contains(noun.Id))
        {
            return ("S2", $"'{noun.Id}' is pinned by policy.");
        }

        if (!noun.Mobility.CanMigrate)
        {
            return ("S3", $"'{noun.Id}' cannot move: {noun.Mobility.Reason}.");
        }

        if (!noun.Devices.IsEmpty)
        {
            return ("S3", $"'{noun.Id}' is given devices of its host ({noun.Devices}) and does not move while it runs.");
        }

        if (noun.State != PowerState.On)
        {
            return ("S3", $"'{noun.Id}' is {noun.State} and moves only while it runs.");
        }

        if (_model.BusyMachines.Contains(machine))
        {
            return ("S20", $"'{noun.Id}' has an action under way.");
        }

        if (_failed.Find(noun.Id, isForced) is { } tried)
        {
            return ("rest", tried);
        }

        if (isForced)
        {
            return null;
        }

        return !_model.Demand.IsKnown[machine]
            ? ("S28", $"The telemetry of '{noun.Id}' is missing or cannot be trusted.")
            : Rest(noun.Id);
    }

    /// <summary>Whether a host carries something and all of it has come within the rest time.</summary>
    public bool HasJustFilled(int host) => !_model.IsEmpty(host) && _model.ResidentsOf(host).All(machine =>
        _movedAt.TryGetValue(_model.Fleet.VirtualMachines[machine].Id, out var at) &&
        _model.Fleet.TakenAt - at < _model.Policy.RestAfterMove);

    private (string Rule, string Reason)? Rest(VirtualMachineId id)
    {
        if (!_movedAt.TryGetValue(id, out var at))
        {
            return null;
        }

        var passed = _model.Fleet.TakenAt - at;

        return passed < _model.Policy.RestAfterMove
            ? ("S8", $"'{id}' moved {passed.TotalMinutes:0} minutes ago and rests for another " +
                $"{(_model.Policy.RestAfterMove - passed).TotalMinutes:0}.")
            : null;
    }
}
