using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>Keeps what the server's recent tasks have come to.</summary>
internal sealed class TaskBook : IUpdateSink
{
    private const int TasksToRemember = 2_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ManagedObject, TaskFacts> _tasks = [];
    private readonly Queue<ManagedObject> _order = new();
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>What is followed: the tasks that the server counts as recent.</summary>
    public static PropertyPlan Plan(ServiceContent content) =>
        new([("Task", ["info"])], content.TaskManager, "recentTask");

    /// <summary>A task, and what completes when any task has changed after that.</summary>
    public (TaskFacts? Task, Task Changed) Find(ManagedObject task)
    {
        lock (_gate)
        {
            return (_tasks.GetValueOrDefault(task), _changed.Task);
        }
    }

    /// <summary>All that are known, oldest first.</summary>
    public ImmutableArray<TaskFacts> All()
    {
        lock (_gate)
        {
            return [.. _order.Select(task => _tasks[task])];
        }
    }

    /// <inheritdoc/>
    public void Restart()
    {
        // Tasks are never taken back: what is known of them stays.
    }

    /// <inheritdoc/>
    public void Enter(ManagedObject target)
    {
        // Known with the first thing that is said of it.
    }

    /// <inheritdoc/>
    public void Set(ManagedObject target, string path, XElement? value)
    {
        if (path != "info" || value is null)
        {
            return;
        }

        lock (_gate)
        {
            if (!_tasks.ContainsKey(target))
            {
                _order.Enqueue(target);
            }

            _tasks[target] = TaskFacts.Read(target, value);
            if (_order.Count > TasksToRemember)
            {
                _tasks.Remove(_order.Dequeue());
            }
        }
    }

    /// <inheritdoc/>
    public void Leave(ManagedObject target)
    {
        // Forgotten in its turn: whoever waits for it may not have looked yet.
    }

    /// <inheritdoc/>
    public void Commit()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
