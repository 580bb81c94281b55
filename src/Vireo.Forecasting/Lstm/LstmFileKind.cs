namespace Vireo.Forecasting.Lstm;

/// <summary>What an LSTM file holds.</summary>
internal enum LstmFileKind : byte
{
    Network = 1,
    Checkpoint = 2,
}
