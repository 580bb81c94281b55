using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Safety;
using Vireo.Scheduling;

namespace Vireo.Control;

/// <content>What people order to be done to one machine: planned by the next decision and reviewed like anything
/// else.</content>
public sealed partial class ClusterLoop
{
    // Long enough for a move that is under way on the machine to end.
    private static readonly TimeSpan OrderPatience = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public Task OrderAsync(FleetAction action, TakeSnapshot? first, string user, CancellationToken cancellationToken) =>
        CommandAsync(user, () => Order(action, first, user), cancellationToken);

    /// <inheritdoc/>
    public Task CancelOrderAsync(long number, string user, CancellationToken cancellationToken) =>
        CommandAsync(user, () => CancelOrder(number, user), cancellationToken);

    /// <inheritdoc/>
    public async Task<ImmutableArray<FleetAction>> AbortAsync(
        VirtualMachineId machine, string user, CancellationToken cancellationToken)
    {
        ImmutableArray<FleetAction> aborted = [];
        await CommandAsync(user, () => aborted = Abort(machine, user), cancellationToken);

        return aborted;
    }

    private void CancelOrder(long number, string user)
    {
        var record = _orders.Cancel(number, user, _time.GetUtcNow(), () => Audit(user, "order.cancel", ("order", $"{number}")));
        string why = $"{user} cancelled order {number}.";
        if (record.HasEnded)
        {
            _executor?.TakeBack([record.Order.Action, record.Order.First], why);
            foreach (var plan in _plans.Waiting(plan => PlanReview.Waiting(plan).Any(action => IsOf(record.Order, action))))
            {
                _plans.Change(plan.Receipt.Id, known => PlanReview.WithoutAsking(
                    known, planned => IsOf(record.Order, planned.Action), PlanStatus.Rejected, user));
            }
        }
        else
        {
            _executor?.Abort(record.Order.Action.Target, why);
        }

        TellConfiguration($"{why} ({record.Words})", user, EventKeys.Order(record.Order), record.Order.Action.Target);
        _fleet = Snapshot();
        Publish();
    }

    private static bool IsOf(MachineOrder order, FleetAction action) => order.Action == action || order.First == action;

    // An order that is under way is cancelled with it, so that it says so.
    private ImmutableArray<FleetAction> Abort(VirtualMachineId machine, string user)
    {
        var target = EntityId.Of(machine);
        ImmutableArray<FleetAction> underWay = [.. _actions.InFlight.Select(one => one.Action).Where(action => action.Target == target)];
        if (_orders.Records.FirstOrDefault(one => one.Order.Action.Target == target && one.Status == OrderStatus.Running) is { Number: > 0 } order)
        {
            CancelOrder(order.Number, user);
            return underWay;
        }

        if (underWay.IsEmpty)
        {
            throw new InvalidOperationException($"Nothing that Vireo sent is under way on '{machine}'.");
        }

        string words = string.Join("; ", underWay.Select(ActionWords.Of));
        _state.InTransaction(() => Audit(user, "action.abort", ("machine", machine.Value), ("action", words)));
        _executor?.Abort(target, $"{user} asked to abort it.");
        TellConfiguration($"{user} asked to abort: {words}.", user, key: "", target);
        Publish();

        return underWay;
    }

    // What the guard rails would refuse now is refused to the person's face, and by the same words.
    private void Order(FleetAction action, TakeSnapshot? first, string user)
    {
        var now = _time.GetUtcNow();
        var order = new MachineOrder(action, user, now, now + OrderPatience) { First = first };
        _orders.RequireFree(action.Target);
        RequirePossible(order, Snapshot() with { Orders = [order] });
        string words = ActionWords.Of(action);
        _orders.Add(order, () => Audit(user, "order.request", ("machine", action.Target.Value), ("action", words)));
        Wake($"{user} ordered: {words}.", EventKeys.Order(order));
        TellConfiguration(
            $"{user} ordered: {words}. The next decision plans it.", user, EventKeys.Order(order), action.Target);
        _fleet = Snapshot();
        Publish();
    }

    private void RequirePossible(MachineOrder order, FleetSnapshot fleet)
    {
        var plan = Scheduler.PlanOrders(fleet);
        var review = Review(plan, fleet, _outlook, _policy, ReviewedAt(order.RequestedAt, approved: []));
        string? refused = review.Refused.FirstOrDefault()?.Reason
            ?? plan.Actions.Select(action => Preconditions.Check(action, fleet, _policy)).FirstOrDefault(reason => reason is not null)
            ?? (review.Recommended.IsEmpty ? null
                : "The mode in force there only watches or recommends, so nothing would be done. Set it to 'approve' or 'autopilot' first.");
        if (refused is not null)
        {
            throw new InvalidOperationException(refused);
        }
    }

    // An order in a plan that waits for a person has that person's time.
    private void ExpireOrders()
    {
        ExpireWaiting();
        var now = _time.GetUtcNow();
        var asked = _plans.Waiting(_ => true).SelectMany(PlanReview.Waiting).ToHashSet();
        _orders.End(
            order => order.Deadline <= now && !asked.Contains(order.Action), OrderStatus.Expired,
            "It did not begin in time and was given up.", now);
    }

    private void ExplainOrders(Plan plan, PlanRecord record)
    {
        var waiting = _plans.Waiting(_ => true);
        _orders.Explain(action =>
            waiting.Find(one => PlanReview.Waiting(one).Contains(action)) is { } asked
                ? $"Plan {asked.Receipt.Id} waits for approval: vireo plans approve {asked.Receipt.Id}"
                : record.Refused.Concat(plan.Refusals).FirstOrDefault(refusal => refusal.Entity == action.Target)?.Reason);
    }

    // Who ordered it is the author of what comes of it (S16).
    private bool HasOrdered(PlanRecord record, string user) =>
        _orders.Waiting.Any(order => order.RequestedBy == user && PlanReview.Waiting(record).Contains(order.Action));
}
