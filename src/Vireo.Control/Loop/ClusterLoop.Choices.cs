namespace Vireo.Control;

/// <content>Which models were chosen, and why, outlives a restart.</content>
public sealed partial class ClusterLoop
{
    /// <summary>How long a choice of a series that had no newer one is kept: models are chosen anew daily.</summary>
    private static readonly TimeSpan ChoicesKept = TimeSpan.FromDays(7);

    private void RecallChoices(DateTimeOffset now)
    {
        _state.Choices.ForgetBefore(_options.Cluster, now - ChoicesKept);
        _forecaster.Recall(_state.Choices.Since(_options.Cluster, now - ChoicesKept));
    }

    private void RememberChoices()
    {
        var made = _forecaster.TakeChoices();
        if (!made.IsEmpty)
        {
            _state.Choices.Save(_options.Cluster, made, _time.GetUtcNow());
        }
    }
}
