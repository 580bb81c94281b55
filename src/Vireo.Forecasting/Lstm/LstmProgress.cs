namespace Vireo.Forecasting.Lstm;

/// <summary>Where a training stands after a round.</summary>
/// <param name="Epoch">Rounds done, from 1.</param>
/// <param name="Epochs">Rounds at most.</param>
/// <param name="Loss">Mean pinball loss of the round's windows, in units of their scale.</param>
/// <param name="HeldOutLoss">That of series the network never learned from; NaN when there are none.</param>
/// <param name="BestEpoch">The round whose weights would be kept.</param>
public sealed record LstmProgress(int Epoch, int Epochs, double Loss, double HeldOutLoss, int BestEpoch);
