namespace Vireo.Server.Api.Applying;

/// <summary>One file of an application.</summary>
/// <param name="Name">What problems call it.</param>
/// <param name="Text">YAML or JSON.</param>
public sealed record AppliedFile(string Name, string Text);
