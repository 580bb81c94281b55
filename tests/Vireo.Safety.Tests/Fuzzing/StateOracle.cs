using Vireo.Fleet;

namespace Vireo.Safety.Tests.Fuzzing;

/// <summary>Walks through every state that a small plan can reach, by brute force, and says what is wrong with one of
/// them: a third opinion that shares nothing with planner or checker.</summary>
internal sealed class StateOracle
{
    private const byte Waiting = 0;
    private const byte Running = 1;
    private const byte Done = 2;
    private const byte Failed = 3;
    private readonly FuzzCase _case;
    private readonly PlannedAction[] _actions;
    private readonly int[][] _needs;
    private readonly bool[] _seen;
    private readonly byte[] _status;
    private readonly OracleRules _rules;

    private StateOracle(FuzzCase given)
    {
        _case = given;
        _actions = [.. given.Actions];
        _needs =
        [
            .. _actions.Select(action =>
                action.DependsOn.Select(id => Array.FindIndex(_actions, one => one.Id == id)).ToArray()),
        ];
        _seen = new bool[1 << (2 * _actions.Length)];
        _status = new byte[_actions.Length];
        _rules = new OracleRules(given);
    }

    /// <summary>The first harm found in any state; null when there is none.</summary>
    public static string? Harm(FuzzCase given)
    {
        var oracle = new StateOracle(given);

        return oracle.Malformed() ?? oracle.Explore() ?? OracleSpare.Harm(given);
    }

    private string? Malformed()
    {
        for (int i = 0; i < _actions.Length; i++)
        {
            if (Array.FindIndex(_actions, one => one.Id == _actions[i].Id) != i)
            {
                return $"two actions are called {_actions[i].Id}";
            }

            if (_needs[i].Any(needed => needed < 0 || needed >= i))
            {
                return $"{_actions[i].Id} waits for what is not before it";
            }
        }

        return null;
    }

    private string? Explore()
    {
        int key = 0;
        foreach (byte status in _status)
        {
            key = (key << 2) | status;
        }

        if (_seen[key])
        {
            return null;
        }

        _seen[key] = true;
        var places = OraclePlaces.At(_case, _status);
        if (_rules.HarmIn(places, _status) is { } harm)
        {
            return harm;
        }

        for (int i = 0; i < _actions.Length; i++)
        {
            if (Next(i, places) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private string? Next(int i, OraclePlaces places)
    {
        if (_status[i] == Waiting && _needs[i].All(needed => _status[needed] == Done))
        {
            return _rules.HarmOfStarting(i, places, _status) ?? Set(i, Running, Waiting);
        }

        return _status[i] == Running ? Set(i, Done, Running) ?? Set(i, Failed, Running) : null;
    }

    private string? Set(int i, byte status, byte before)
    {
        _status[i] = status;
        string? harm = Explore();
        _status[i] = before;

        return harm;
    }
}
