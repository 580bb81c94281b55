namespace Vireo.Fleet;

/// <summary>What one replica of a group carries within the response time that is promised, as learned.</summary>
/// <param name="MhzPerReplica">The largest load under which the upper bound of the response time stays within the
/// promise; 0 where even no load does.</param>
/// <param name="Error">Of the model on observations that it was not fitted to, as a share of their mean.</param>
/// <param name="Observations">How many it rests on.</param>
/// <param name="Model">Which curve answers, for people.</param>
public sealed record ServiceOutlook(double MhzPerReplica, double Error, int Observations, string Model);
