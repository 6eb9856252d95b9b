using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WarpGrad.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class GlyphsAndSplitRule : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Glyphs",
                table: "datasets",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SplitRule",
                table: "dataset_versions",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Shares");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Glyphs",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "SplitRule",
                table: "dataset_versions");
        }
    }
}
