namespace Vireo.Detection.Notifying;

/// <summary>A silence or maintenance window that holds now.</summary>
/// <param name="Reason">For people who ask why nothing was told.</param>
/// <param name="Matchers">What it is about.</param>
public sealed record Mute(string Reason, LabelMatchers Matchers);
