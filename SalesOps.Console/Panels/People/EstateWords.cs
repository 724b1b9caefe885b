using SalesOps.Domain.UseCases.People;

namespace SalesOps.Console.Panels.People;

/// <summary>What the codes of a person's rows are labelled by.</summary>
internal static class EstateWords
{
    public static string? Kind(EstatePart part) => part switch
    {
        EstatePart.Customers => null,
        EstatePart.Reviews => "ReviewKind",
        EstatePart.Tasks or EstatePart.OtherTasks or EstatePart.StayingTasks => "TaskKind",
        _ => "Channel",
    };
}
