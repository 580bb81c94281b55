namespace Vireo.Forecasting.Lstm;

/// <summary>What an LSTM file holds.</summary>
internal enum LstmFormatKind : byte
{
    Network = 1,
    Checkpoint = 2,
    NetworkPair = 3,
}
