using Vireo.Fleet;

namespace Vireo.Safety.Checking;

/// <summary>Which actions of a plan have certainly succeeded before another begins.</summary>
internal sealed class ActionOrder
{
    private static readonly HashSet<int> Nothing = [];
    private readonly IReadOnlyList<PlannedAction> _actions;
    private readonly Dictionary<ActionId, int> _first = [];
    private readonly HashSet<ActionId> _ambiguous = [];
    private readonly HashSet<int>[] _before;
    private readonly bool[] _isDropped;

    /// <summary>Follows what each action depends on to its end.</summary>
    public ActionOrder(IReadOnlyList<PlannedAction> actions)
    {
        _actions = actions;
        _before = new HashSet<int>[actions.Count];
        _isDropped = new bool[actions.Count];
        for (int action = 0; action < actions.Count; action++)
        {
            _before[action] = Before(actions[action]);
            if (!_first.TryAdd(actions[action].Id, action))
            {
                _ambiguous.Add(actions[action].Id);
            }
        }
    }

    /// <summary>The actions that have succeeded when this one begins.</summary>
    public HashSet<int> Before(int action) => action < 0 ? Nothing : _before[action];

    /// <summary>Remembers that an action is not carried out.</summary>
    public void Drop(int action) => _isDropped[action] = true;

    /// <summary>Whether an action can never begin because something it waits for is not carried out.</summary>
    public bool WaitsForDropped(int action)
    {
        foreach (int earlier in _before[action])
        {
            if (_isDropped[earlier])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is wrong with an action's place in the plan; null when nothing.</summary>
    public (string Rule, string Reason)? WhyNot(int action)
    {
        var id = _actions[action].Id;
        if (_ambiguous.Contains(id))
        {
            return ("S21", $"Another action of the plan is called '{id}', too.");
        }

        foreach (var needed in _actions[action].DependsOn)
        {
            if (!_first.TryGetValue(needed, out int earlier) || earlier >= action)
            {
                return ("S21", $"It waits for '{needed}', which does not come before it in the plan.");
            }
        }

        return null;
    }

    private HashSet<int> Before(PlannedAction action)
    {
        if (action.DependsOn.IsEmpty)
        {
            return Nothing;
        }

        HashSet<int> before = [];
        foreach (var needed in action.DependsOn)
        {
            if (_first.TryGetValue(needed, out int earlier))
            {
                before.Add(earlier);
                before.UnionWith(_before[earlier]);
            }
        }

        return before;
    }
}
