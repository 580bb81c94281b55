namespace Vireo.Forecasting;

/// <summary>What a known event does to a series, as learned so far.</summary>
/// <param name="Event">Its name.</param>
/// <param name="Factor">By how much demand is multiplied while it lasts, on average; 1 is no change.</param>
/// <param name="Occurrences">How often it was seen; over all series alike while this one has not seen it.</param>
public sealed record EventEffect(string Event, double Factor, int Occurrences);
